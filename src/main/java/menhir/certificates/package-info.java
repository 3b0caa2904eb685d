/**
 * The certificates by which the nodes of a cluster recognise each other. An authority issues one
 * to each node; {@link menhir.certificates.NodeCertificate} is what a node needs to start, and {@link
 * menhir.certificates.NodeTls} encrypts by it; {@link menhir.certificates.LocalCertificates} makes both for a cluster that is
 * on one machine, and makes a new authority the issuer ({@code AuthorityFolder}).
 *
 * <p>Clients recognise a node by another certificate, which the operator has from elsewhere: {@link
 * menhir.certificates.HttpsCertificate}. {@link menhir.certificates.TrustedAuthorities} is what a client needs for it.
 */
@NullMarked
package menhir.certificates;

import org.jspecify.annotations.NullMarked;
