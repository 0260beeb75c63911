import type { Model } from '#core/api/contract.ts';
import { getModel } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { ChartFigure } from '../../charts/chart-figure.tsx';
import { IntervalChart } from '../../charts/interval-chart.tsx';
import { Block } from '../../components/block.tsx';
import { Facts } from '../../components/facts.tsx';
import { Provenance, Time } from '../../components/provenance.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { formatName, formatRate, formatScore } from '../../format/numbers.ts';
import { CandidatesTable } from './candidates-table.tsx';
import { Importance } from './importance.tsx';

/** The model behind the published run's numbers: how good it is, what it beat, and what it looks at. */
export function ModelScreen() {
  const resource = useResource('model', getModel);
  return (
    <>
      <h1>Model</h1>
      <p class="lead">The model that scored the customers of the published run.</p>
      <Block
        title="Quality"
        subject="model"
        resource={resource}
        skeleton={
          <div class="split">
            <div class="skeleton skeleton--short" />
            <SkeletonRows rows={4} />
          </div>
        }
      >
        {(model) => <Quality model={model} />}
      </Block>
      {resource.data !== undefined && (
        <>
          <section class="block" aria-labelledby="candidates">
            <div class="block__head">
              <h2 id="candidates">Candidates</h2>
            </div>
            <CandidatesTable candidates={resource.data.candidates} />
            <Provenance of={resource.data} />
          </section>
          <section class="block" aria-labelledby="importance">
            <div class="block__head">
              <h2 id="importance">What the model looks at</h2>
            </div>
            <Importance importance={resource.data.importance} />
            <Provenance of={resource.data} />
          </section>
        </>
      )}
    </>
  );
}

function Quality({ model }: { readonly model: Model }) {
  const { mean, lower, upper } = model.rocAuc;
  return (
    <div class="split">
      <ChartFigure
        title="ROC-AUC, cross-validated"
        takeaway={`Of a customer who left and one who stayed, the model ranks the one who left higher ${formatRate(mean)} of the time.`}
      >
        <p class="score">
          <strong>{formatScore(mean)}</strong>
          <span>
            95% interval {formatScore(lower)} to {formatScore(upper)}
          </span>
        </p>
        <IntervalChart mean={mean} lower={lower} upper={upper} />
      </ChartFigure>
      <Facts
        facts={[
          ['Algorithm', formatName(model.algorithm)],
          ['Trained', <Time key="trained" iso={model.trainedAt} />],
          [
            'Version',
            <span key="version" class="mono">
              {model.modelVersion}
            </span>,
          ],
        ]}
      />
    </div>
  );
}
