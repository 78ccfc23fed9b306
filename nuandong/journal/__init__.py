"""The journal: one event per act, append-only, the only input of compliance, timelines and statistics.

Words: an *event* is one act of the office; its *payload* holds ids, codes and amounts, never personal data; free text
and reasons lie in an encrypted *sidecar*; a *seal* chains the digests of a run of events; a *consumer* reads on from
its cursor.
Tables: journal_event (partitioned by id), journal_journaltext, journal_seal, journal_consumer.
Called by every module above; knows none of them.
"""
