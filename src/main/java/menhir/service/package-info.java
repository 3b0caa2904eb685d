/** TODO. */
@NullMarked
package menhir.service;

import org.jspecify.annotations.NullMarked;
