"""数据包与合并: what a village hands in reaches the office on a stick, and nothing is lost unseen.

Functions of core take a database with a package's rows attached as schema `staged`; whoever has a
data folder open (the commands, the merge desk) goes through ui/handing_in.py, which knows files:

    laid = lay_out(opened, path, passphrase)     # a job: into inbox, verified, laid out
    found = look(opened, laid)                   # Preview: counts, doubles, missing, warnings
    with attached(opened.db, laid) as s:         # for as long as the lists are paged through
        differences(s, "changed", offset=0, limit=100)   # one list, field by field
        questions(s)                                     # the conflicts, both values
    done = carry_in(opened, laid, found.counts, decisions)   # backup, then one step; Merged
    throw_away(laid)
    history.undo(db, done.step)                  # at any later time; Undone.kept stays

- manifest, writing, reading, carry: the file itself (data safety, section 8), onto the stick
- enrol: keys of the office, one enrolment file a village, fingerprints; what was handed out
- scope: which village a record belongs to, what of the office's data a village gets
- stage: rows of a package into the scratch database, every value checked
- preview, compare: staged rows against ours -> `staged.difference`, `staged.clash`; writes
  nothing of ours
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
