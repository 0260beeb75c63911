import type { Reason } from '#core/api/contract.ts';

export interface ReasonsProps {
  /** The strongest first. */
  readonly reasons: readonly Reason[];
}

/** What raises and what lowers a customer's probability most, in points of it. */
export function Reasons({ reasons }: ReasonsProps) {
  if (reasons.length === 0) return <p>Nothing sets this customer apart from the average one.</p>;
  return (
    <ul class="reasons">
      {reasons.map(({ feature, label, sentence }) => (
        <li key={feature}>{sentence ?? label ?? feature}</li>
      ))}
    </ul>
  );
}
