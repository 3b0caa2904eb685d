// Prices are exact decimals. They stay text as the server wrote them, and never become floating-point numbers.

const DECIMALS = 4;

/** A price with separators of thousands and at least two decimals. */
export function money(text) {
  const [units, fraction = ''] = String(text).split('.');
  return `${units.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}

const scaled = (text) => {
  const [units, fraction = ''] = String(text).split('.');
  return BigInt(units + fraction.padEnd(DECIMALS, '0').slice(0, DECIMALS));
};

/** The sum of {price, quantity}, as text. */
export function sum(lines) {
  const total = lines.reduce((amount, line) => amount + scaled(line.price) * BigInt(line.quantity), 0n);
  const digits = total.toString().padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS).replace(/0{1,2}$/, '')}`;
}
