"""Entities in compiled code: a NamedTuple of arrays, handed over as the address of one table.

Passed as it is, a county's three hundred arrays would be taken apart at every call, seven numbers an array, and most of the time of
compiling would go there. A `Handed` holds one table with the address and the shape of each array; in compiled code `h.income` reads
them from there, and is an array like any other. The addresses never change during a call, which the compiler is told, so that it reads
them once before a loop.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox
from numba.np import arrayobj, numpy_support

ENTRIES = 4  # of an array in the table: its address, and its shape in up to three dimensions


class Handed:
    """A NamedTuple of arrays as compiled code is given it. Keeps the arrays alive.

    An array lies in one piece, row by row, or column by column where its declaration says `tall`. Raises ValueError for one that does
    not, or has more than three dimensions.
    """

    __slots__ = ("address", "kind", "parts", "table")

    def __init__(self, parts: Any) -> None:
        self.parts = parts
        names = parts._fields
        rows, kinds = [], []
        declared = parts._field_defaults
        for name, column in zip(names, parts, strict=True):
            tall = getattr(declared.get(name), "tall", False)
            if not (column.flags.f_contiguous if tall else column.flags.c_contiguous) or column.ndim > ENTRIES - 1:
                raise ValueError(f"{type(parts).__name__}.{name} does not lie in one piece, {'column by column' if tall else 'row by row'}")
            rows.append((column.__array_interface__["data"][0], *column.shape, *(1,) * (ENTRIES - 1 - column.ndim)))
            kinds.append((column.dtype.char, column.ndim, "F" if tall else "C"))
        self.table = np.array(rows, np.int64)
        self.address = self.table.ctypes.data
        self.kind = _type_of(type(parts).__name__, names, tuple(kinds))


@functools.cache
def _type_of(entity: str, names: tuple[str, ...], kinds: tuple[tuple[str, int, str], ...]) -> EntityType:
    """The type of an entity with arrays of these kinds and dimensions."""
    return EntityType(entity, tuple((name, *kind) for name, kind in zip(names, kinds, strict=True)))


class EntityType(types.Type):
    """The type of a `Handed` in compiled code: the names of its arrays, what they hold, how many dimensions they have."""

    def __init__(self, entity: str, layout: tuple[tuple[str, str, int, str], ...]) -> None:
        self.entity = entity
        self.layout = layout
        self.places = {name: place for place, (name, *_) in enumerate(layout)}
        # The name is part of that of every function that is compiled for it, and of every call: whole layouts would make these very long.
        super().__init__(name=f"{entity}_{hashlib.sha256(repr(layout).encode()).hexdigest()[:16]}")

    def array(self, name: str) -> types.Array | None:
        """The type of one of its arrays, None where there is none of that name."""
        if name not in self.places:
            return None
        _, char, dimensions, order = self.layout[self.places[name]]
        return types.Array(numpy_support.from_dtype(np.dtype(char)), dimensions, "F" if order == "F" else "C")


@register_model(EntityType)
class _EntityModel(models.OpaqueModel):
    """One pointer."""


@typeof_impl.register(Handed)
def _type_of_handed(value: Handed, context: object) -> EntityType:
    return value.kind


@unbox(EntityType)
def _unbox(kind: EntityType, handed: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(handed, "address")
    number = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(number, is_error=c.pyapi.c_api_error())


@infer_getattr
class _Columns(AttributeTemplate):
    key = EntityType

    def generic_resolve(self, kind: EntityType, name: str) -> types.Array | None:
        return kind.array(name)


@lower_getattr_generic(EntityType)
def _column(context: Any, builder: Any, kind: EntityType, table: Any, name: str) -> Any:
    array_type = kind.array(name)
    assert array_type is not None
    integer = ir.IntType(64)
    entries = builder.bitcast(table, integer.as_pointer())
    never_changes = builder.module.add_metadata([])

    def entry(number: int) -> Any:
        read = builder.load(cgutils.gep_inbounds(builder, entries, kind.places[name] * ENTRIES + number))
        read.set_metadata("invariant.load", never_changes)
        return read

    array = context.make_array(array_type)(context, builder)
    data = builder.inttoptr(entry(0), array.data.type)
    shape = [entry(1 + axis) for axis in range(array_type.ndim)]
    size = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    strides = [context.get_constant(types.intp, size)]
    if array_type.layout == "F":
        for length in shape[:-1]:
            strides.append(builder.mul(strides[-1], length))
    else:
        for length in reversed(shape[1:]):
            strides.insert(0, builder.mul(strides[0], length))
    arrayobj.populate_array(
        array, data=data, shape=shape, strides=strides, itemsize=context.get_constant(types.intp, size), meminfo=None, parent=None
    )
    return impl_ret_borrowed(context, builder, array_type, array._getvalue())
