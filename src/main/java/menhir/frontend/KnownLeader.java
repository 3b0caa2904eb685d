package menhir.frontend;

import akka.actor.typed.ActorRef;
import menhir.leader.OrderLeader;

/** Who leads, as far as a front-end has heard, and in which epoch. */
record KnownLeader(ActorRef<OrderLeader.Message> ref, long epoch) {}
