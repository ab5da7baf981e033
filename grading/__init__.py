"""Grades an nbgrader course: the machine stays safe, the marks honest, a whole class at once.

A submission is taken in (`intake`), rebuilt from the release (`rebuild`), made a job (`job`) and
run on a worker (`fan_out`, `worker`, `zygote`): the student's cells in a sandbox (`sandbox`,
`student_side`), the tests in a process of their own (`grader_side`), with nothing but plain values
between the two (`wire`).  Results are kept (`store`) and recorded in nbgrader's gradebook
(`record`), from which feedback pages (`feedback`) and tables (`marks`) are made.
"""
