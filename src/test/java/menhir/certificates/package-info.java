@NullMarked
package menhir.certificates;

import org.jspecify.annotations.NullMarked;
