import type { RunState } from '#core/lake/run-status.ts';
import { type RunStateWords, runStateWords } from '../format/run-states.ts';
import { CheckIcon, CrossIcon, DotIcon, RingIcon } from './icons.tsx';

const ICONS: Readonly<Record<RunStateWords['tone'], () => ReturnType<typeof CheckIcon>>> = {
  working: DotIcon,
  good: CheckIcon,
  bad: CrossIcon,
  quiet: RingIcon,
};

/** How far a run has come, by word, shape and colour. */
export function RunStateBadge({ state }: { readonly state: RunState }) {
  const { label, tone } = runStateWords(state);
  const Icon = ICONS[tone];
  return (
    <span class={`state state--${tone}`}>
      <Icon />
      {label}
    </span>
  );
}
