@NullMarked
package menhir.http.access;

import org.jspecify.annotations.NullMarked;
