import type { ScoredCustomer } from '#core/api/contract.ts';
import { formatAmount, formatChange } from '../format/numbers.ts';
import { NotKnown } from './value.tsx';

export interface ContactGainProps {
  readonly customer: Pick<ScoredCustomer, 'priority' | 'worthContacting'>;
  readonly currency: string;
}

/** The expected net gain of contacting a customer, and whether it is one. */
export function ContactGain({ customer, currency }: ContactGainProps) {
  const { priority, worthContacting } = customer;
  if (priority == null) return <NotKnown />;
  const gain = formatChange(priority, (size) => formatAmount(size, currency));
  return worthContacting ? <strong>{gain}</strong> : <span class="quiet">{gain}</span>;
}
