-- The board shows what is due soonest first, lane by lane: read off this index, which holds only what still waits or runs and is no desk work.
create index inspection_due on joint.inspection (port, state, (coalesce(slot_from, window_to)), id)
  where not desk and closed_at is null and ended_because is null and superseded_by is null;
