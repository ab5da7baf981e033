"""course_lib (placeholder until the real __init__ is written)."""


def __getattr__(name):
    if name == "explore":
        from .sliders import explore

        return explore
    raise AttributeError(name)
