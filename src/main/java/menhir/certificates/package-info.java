/**
 * The certificates by which the nodes of a cluster recognise each other. An authority issues one
 * to each node; {@link menhir.certificates.NodeCertificate} is what a node needs to start; {@link
 * menhir.certificates.LocalCertificates} makes both for a cluster that is on one machine.
 */
@NullMarked
package menhir.certificates;

import org.jspecify.annotations.NullMarked;
