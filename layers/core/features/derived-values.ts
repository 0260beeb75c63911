import type { SchemaDocument } from '../schema/schema-document.ts';
import { bandOf, type DerivedFeature, derivedFeatures, differenceOf, ratioOf } from './derived-features.ts';

/** Appends the derived features to the values of the schema's columns; numbers are float32, NaN and '' missing. */
export function derivedValuesAppender(schema: SchemaDocument): (values: (number | string)[]) => void {
  const features = derivedFeatures(schema);
  const names = [...schema.columns.map((column) => column.name), ...features.map((feature) => feature.name)];
  const steps = features.map((feature) => stepOf(feature, (name) => positionOf(name, names)));
  return (values) => {
    for (const step of steps) values.push(step(values));
  };
}

type Step = (values: readonly (number | string)[]) => number | string;

function stepOf(feature: DerivedFeature, position: (name: string) => number): Step {
  switch (feature.kind) {
    case 'band': {
      const source = position(feature.source);
      return (values) => bandOf(feature, numberAt(values, source));
    }
    case 'ratio': {
      const [numerator, denominator, otherwise] = [
        position(feature.numerator),
        position(feature.denominator),
        position(feature.otherwise),
      ];
      return (values) =>
        ratioOf(numberAt(values, numerator), numberAt(values, denominator), numberAt(values, otherwise));
    }
    case 'difference': {
      const [minuend, subtrahend] = [position(feature.minuend), position(feature.subtrahend)];
      return (values) => differenceOf(numberAt(values, minuend), numberAt(values, subtrahend));
    }
  }
}

function positionOf(name: string, names: readonly string[]): number {
  const position = names.indexOf(name);
  if (position === -1) throw new Error(`A derived feature names the unknown column ${name}.`);
  return position;
}

function numberAt(values: readonly (number | string)[], position: number): number {
  const value = values[position];
  if (typeof value !== 'number') throw new Error(`Column ${position} holds no number.`);
  return value;
}
