package menhir.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import menhir.records.UnreadableRecordException;
import menhir.replication.ReplicaEvent;

/** An event as a row of the database has it. */
@SuppressWarnings("ArrayRecordComponent") // never written after it was read
record StoredEvent(long sequenceNr, String manifest, byte[] payload) {
    private static final int PAGE_EVENTS = 128;

    /** The first events of a range of sequence numbers, both inclusive; none if there are none. */
    static List<StoredEvent> page(Connection connection, String store, int slot, long from, long to)
            throws SQLException {
        List<StoredEvent> page = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT \"sequence_number\", \"event_ser_manifest\", \"event_payload\" FROM \""
                        + SlotSchema.ordersTable(store) + "\" WHERE \"persistence_id\" = ? AND \"sequence_number\" >= ?"
                        + " AND \"sequence_number\" <= ? ORDER BY \"sequence_number\" LIMIT " + PAGE_EVENTS)) {
            query.setString(1, PersistenceIds.orders(store, slot));
            query.setLong(2, from);
            query.setLong(3, to);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    page.add(new StoredEvent(rows.getLong(1), rows.getString(2), rows.getBytes(3)));
                }
            }
        }
        return page;
    }

    ReplicaEvent decode() throws UnreadableRecordException {
        if (!manifest.equals(ReplicaSerializer.EVENT)) {
            throw new UnreadableRecordException("a record with an unknown manifest");
        }
        return ReplicaRecords.decodeEvent(payload);
    }
}
