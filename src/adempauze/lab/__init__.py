"""The JupyterLab side of the course.

`labextensions/` holds a prebuilt extension, written by hand, that makes an opened lesson live and gives it its look.
`lessons` finds the lessons and lists the cells that may run by themselves, `copies` puts them into the learner's
folder, `start` starts JupyterLab on them.
"""
