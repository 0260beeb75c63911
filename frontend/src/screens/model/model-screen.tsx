import type { Model } from '#core/api/contract.ts';
import { getModel } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Block } from '../../components/block.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { CandidatesTable } from './candidates-table.tsx';
import { choiceWords } from './choice-words.ts';
import { Importance } from './importance.tsx';
import { LeftOutColumns } from './left-out-columns.tsx';
import { ModelCurves } from './model-curves.tsx';
import { ModelSection } from './model-section.tsx';
import { Promotions } from './promotions.tsx';
import { Quality } from './quality.tsx';
import { TrainingFacts } from './training-facts.tsx';

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
      {resource.data !== undefined && <Details model={resource.data} />}
    </>
  );
}

function Details({ model }: { readonly model: Model }) {
  return (
    <>
      <ModelSection title="What was chosen, and why" of={model}>
        <p class="why">{choiceWords(model)}</p>
        <p class="table-note">
          Of the candidates within one standard error of the best ROC-AUC the simplest is taken. Measured on
          customers that a model was not fitted on. Higher is better for ROC-AUC, PR-AUC, lift and EMPC (the
          expected most profit per customer), lower for log loss, Brier score and calibration error.
        </p>
        <CandidatesTable model={model} />
      </ModelSection>
      <ModelSection title="How it does on customers it has not seen" of={model}>
        <ModelCurves model={model} />
      </ModelSection>
      <ModelSection title="What the model looks at" of={model}>
        <Importance importance={model.importance} />
        {model.leaks !== undefined && (
          <div class="left-out">
            <h3>Columns left out</h3>
            <LeftOutColumns leaks={model.leaks} />
          </div>
        )}
      </ModelSection>
      <Promotions model={model} />
      <ModelSection title="How it was made" of={model}>
        <TrainingFacts model={model} />
      </ModelSection>
    </>
  );
}
