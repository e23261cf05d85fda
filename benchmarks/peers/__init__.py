"""One reduced model of adoption in six frameworks: the same equations, the same order, the same households (MODEL.md)."""
