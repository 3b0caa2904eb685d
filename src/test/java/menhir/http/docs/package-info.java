@NullMarked
package menhir.http.docs;

import org.jspecify.annotations.NullMarked;
