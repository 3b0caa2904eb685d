package menhir.frontend;

/** The leader, as far as a front-end knows: the address of its actor, and its epoch. */
record KnownLeader(String address, long epoch) {}
