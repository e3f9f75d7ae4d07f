// Numbers, units and colours.

export const PALETTE = ['#73bf69', '#f2cc0c', '#5794f2', '#ff780a', '#f2495c', '#b877d9', '#37bbbb', '#c0d8ff', '#fade2a', '#8ab8ff'];
const NAMED = { green: '#73bf69', yellow: '#f2cc0c', orange: '#ff9830', red: '#f2495c', blue: '#5794f2' };

/** Of the steps of a threshold the last that is reached. */
export function thresholdColour(thresholds, value) {
  const reached = (thresholds?.steps ?? []).filter((step) => step.value === null || value >= step.value);
  const last = reached[reached.length - 1];
  return NAMED[last?.color] ?? NAMED.green;
}

export function format(value, unit, decimals) {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  if (unit === 'percentunit') return `${round(value * 100, decimals ?? 1)} %`;
  if (unit === 's') return time(value);
  return round(value, decimals) + (unit === 'ops' ? '/s' : '');
}

function round(value, decimals) {
  if (decimals !== undefined) return value.toFixed(decimals);
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(3)));
}

function time(value) {
  const size = Math.abs(value);
  if (size === 0) return '0 s';
  if (size < 0.001) return `${round(value * 1e6)} us`;
  if (size < 1) return `${round(value * 1000)} ms`;
  if (size < 120) return `${round(value)} s`;
  if (size < 7200) return `${round(value / 60)} min`;
  return `${round(value / 3600)} h`;
}
