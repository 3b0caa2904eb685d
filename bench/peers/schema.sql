-- The tables of the peers. The bench's nodes have the same items.
CREATE TABLE items (
  name text PRIMARY KEY,
  price numeric(16, 2) NOT NULL,
  quantity bigint NOT NULL CHECK (quantity >= 0),
  topic text,
  version bigint NOT NULL DEFAULT 1
);
CREATE TABLE orders (
  number bigint PRIMARY KEY,
  type text NOT NULL,
  item text NOT NULL,
  quantity bigint NOT NULL,
  price numeric(16, 2) NOT NULL,
  time timestamptz NOT NULL
);
-- One row: a sequence would skip the numbers of transactions that are rolled back. Free space in the page keeps updates in
-- place.
CREATE TABLE counter (number bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO counter VALUES (0);
INSERT INTO items (name, price, quantity)
  SELECT 'item-' || lpad(n::text, 5, '0'), 15.99, 1000000 FROM generate_series(1, :items) AS n;
ANALYZE;
