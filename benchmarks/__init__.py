"""How fast the library is, against the least it could take and against what others take.

`python -m benchmarks` prints the tables and writes `results.json`, from which the book draws its
charts.  All take turns in one process with one thread; what counts is the processor time of the
process, and most of all the ratios within one run: machines are noisy.

``results.json`` holds::

    machine     processor, cores, system, python, versions {package: str or null},
                blas [{library, version, kernel, threads}]
    date        of the run
    rounds      how often each was measured
    training    a list of measurements, see below
    growth      {"examples" | "width" | "batch_size": such a list, with growing numbers}
    adam_step   a list of {parameters, ns_per_parameter {contender: spread or null}}

A measurement is::

    name, what, examples, sizes, batch_size
    seconds     {contender: spread or null}, per epoch; an epoch of "d" is one step
    ratios      {contender: number or null}: our time over that of "matrix products", and the
                time of all others over ours

A spread is {median, lower, upper}, with the quartiles; null means that a package is not installed.
"""
