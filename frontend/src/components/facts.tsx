import type { ComponentChildren } from 'preact';

export interface FactsProps {
  /** Name and value of each. */
  readonly facts: readonly (readonly [string, ComponentChildren])[];
}

/** Names and their values, in pairs. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div class="facts__pair" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
