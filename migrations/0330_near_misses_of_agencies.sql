-- The near-misses of one agency are read newest first by itself (DC-13): along the port's they were found by passing over everybody else's, all of them where an agency
-- nearly met nobody. A pair names two agencies; each has its order.
create index near_miss_first_agency on joint.near_miss (port, (agencies[1]), id) where ended_at is null;
create index near_miss_second_agency on joint.near_miss (port, (agencies[2]), id) where ended_at is null;
