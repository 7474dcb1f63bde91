-- Slots are found and agreed beside the bookings that touch a span, of all pieces of a port at once (SW-10). Bookings of the past stay written
-- down for ever: reading along the piece would pass over every one of them.
create index booking_until on registry.booking (port, to_at) where ended_at is null;
