"""数据包与合并: what a village hands in reaches the office on a stick, and nothing is lost unseen.

Functions of core take a database with a package's rows attached as schema `staged`; whoever has a
data folder open (the commands, the merge desk) goes through ui/handing_in.py, which knows files:

    with staged(opened, path, passphrase="") as s:     # read, verified, laid out; nothing written
        s.package                                      # Package: manifest, verified, is_repeated …
        found = preview(s, progress)                   # Preview: counts and lists, nothing written
        differences(s, "changed", offset=0, limit=100) # a page of one list, field by field
        done = merge(s, found.counts, decisions, progress)     # one step; Merged
    history.undo(db, done.step)                        # at any later time; Undone.kept stays

- package: the file itself (data safety, section 8): `write_package`, `open_package`, Manifest
- enrol: keys of the office, one enrolment file a village, fingerprints
- stage: rows of a package into the scratch database, every value checked
- compare: staged rows against ours -> `staged.difference`, `staged.clash`; writes nothing of ours
- apply: the differences -> ours, as one step
- conflicts: the questions left for later, and deciding them
- doubles: records that may be one and the same; make one of two
- rule: one record on both sides -> the joined one and its conflicts; pure

Lists of a preview (`Difference.sort`): new, changed, deleted, purged, outside (of the village's
scope: left out unless an administrator says so), same. Every staged row is in just one of them.
Conflicts (`Clash`) are questions about one field of a record that is also in one of the lists; a
`Decision` answers by mine, theirs, typed (with a value) or later. `counts` handed to merge are the
ones shown: it raises UserError and writes nothing if they are not what would be done.
"""
