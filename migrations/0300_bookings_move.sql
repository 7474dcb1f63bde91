-- What is booked for an inspection moves with it (SW-10, JI-07): the booking stays the same one, its time, piece and place change; the ledger keeps what they were.
grant update (equipment, place, from_at, to_at) on registry.booking to lianjian_app;
-- Bookings of an inspection are looked up whenever its time or place changes.
create index booking_inspection on registry.booking (port, inspection) where inspection is not null and ended_at is null;
