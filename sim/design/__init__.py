"""Designs: which cases answer a question. Points over levers, parameters and counties; arms; replicates with shared seeds."""
