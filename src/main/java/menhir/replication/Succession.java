package menhir.replication;

/** What the last leader has said about the next one, to the replica of a slot. */
public enum Succession {
    /** Nothing: it leads, is dead, was deposed, or found no other replica with the whole log. */
    OPEN,
    /** It has made way for the standby leader of this slot. */
    THIS_SLOT,
    /** It has made way for the singleton, or for the standby leader of another slot. */
    OTHER
}
