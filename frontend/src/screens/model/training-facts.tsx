import type { ComponentChildren } from 'preact';
import type { Model } from '#core/api/contract.ts';
import { Facts } from '../../components/facts.tsx';
import { RouteLink } from '../../components/route-link.tsx';
import { formatCount, formatRate, shareOf } from '../../format/numbers.ts';
import { calibrationWords, fittedWords, validationWords } from './training-words.ts';

/** How the model was measured, and what it takes to make it again. */
export function TrainingFacts({ model }: { readonly model: Model }) {
  const { trainedOn, sampling, validation, calibration, chosen, seed, codeVersion } = model;
  const { labelled, left, runId, dataSha256 } = trainedOn;
  const fitted = fittedWords(chosen.fitted);
  return (
    <Facts
      facts={[
        ['Measured on', validationWords(validation)],
        ['Labelled customers', formatCount(labelled)],
        ...(sampling === undefined ? [] : [['Sample', sampling.reason] as const]),
        ['Of them left', `${formatCount(left)} (${formatRate(shareOf(left, labelled))})`],
        ['Probabilities', calibrationWords(calibration)],
        ...(fitted === undefined ? [] : [['Found by the last fit', fitted] as const]),
        [
          'Trained on run',
          <RouteLink key="run" to={{ screen: 'runs', run: runId }}>
            {runId}
          </RouteLink>,
        ],
        ['Seed', code(String(seed))],
        ['Code version', code(codeVersion)],
        ['SHA-256 of the data', code(dataSha256)],
      ]}
    />
  );
}

const code = (text: string): ComponentChildren => <span class="mono">{text}</span>;
