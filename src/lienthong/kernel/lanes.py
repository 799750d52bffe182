"""Lanes of the job queue: what takes long must not stand in the way of what somebody waits for.

A task names its lane as its queue; the launcher runs a process for each lane. All that names none
(deliveries, notices, signing) runs in the main one.
"""

SCANS = "scans"  # recognising, reading files by the hundred, fetching from mailboxes and folders
MAIN_QUEUES = ("default", "builtin")  # procrastinate's own names
LANES = {"main": MAIN_QUEUES, SCANS: (SCANS,)}
