"""Carrying out a design anywhere: threads on a laptop, Dask workers, a SLURM job array. All of them fill the same folder."""
