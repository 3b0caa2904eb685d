/**
 * Customers who want more tickets than there are, and the verdict on the log of their sale. They exist apart from the experiment
 * because its customers are several processes, and because tests sell tickets too.
 *
 * <p>Reading order: {@link menhir.experiment.drop.Buyer} orders, holds, confirms and lets holds expire, for the customers of a
 * {@link menhir.experiment.drop.Crowd}; {@link menhir.experiment.drop.BuyerProcess} runs some of them; {@link
 * menhir.experiment.drop.TicketLog} judges.
 */
@NullMarked
package menhir.experiment.drop;

import org.jspecify.annotations.NullMarked;
