package menhir.wire;

/**
 * Marks a message or an event that is serialized. menhir-akka.conf binds it to Jackson's CBOR serializer; Java serialization
 * is off. It does not depend on Akka, so that the protocol can use it.
 */
public interface CborMessage {}
