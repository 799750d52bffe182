"""Set-up of an installation: environment, private PostgreSQL, front-end packages, processes.

Everything that runs before the environment exists (bootstrap, places, progress, runs, environment,
tools, debian, servers, account, programs, doctor) imports the standard library only.
"""
