package menhir.store;

/** A quantity of one item. */
public record Line(String item, long quantity) {}
