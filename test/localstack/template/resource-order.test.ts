import { describe, expect, it } from 'vitest';
import { resourceOrder } from '../../../localstack/template/resource-order.ts';
import { templateOf } from './scope.ts';

const orderOf = (resources: Readonly<Record<string, unknown>>) =>
  resourceOrder(
    templateOf({
      Parameters: { Name: { Type: 'String' } },
      Resources: Object.fromEntries(
        Object.entries(resources).map(([id, content]) => [id, { Type: `T::${id}`, ...(content as object) }]),
      ),
    }),
  );

describe('resourceOrder', () => {
  it('puts each resource after what it names, however it names it', () => {
    const order = orderOf({
      ByRef: { Properties: { a: [{ b: { Ref: 'E' } }] } },
      ByAttribute: { Properties: { a: { 'Fn::GetAtt': ['D', 'Arn'] }, b: { 'Fn::GetAtt': 'C.Arn' } } },
      BySub: {
        Properties: { a: { 'Fn::Sub': ['${B.Arn} ${Own} ${!Escaped} ${AWS::Region} ${Name}', { Own: 1 }] } },
      },
      ByDependsOn: { DependsOn: ['A'] },
      A: {},
      B: { DependsOn: 'A' },
      C: {},
      D: {},
      E: {},
    });
    expect(order).toEqual(['E', 'ByRef', 'D', 'C', 'ByAttribute', 'A', 'B', 'BySub', 'ByDependsOn']);
  });

  it('names the circle in which resources depend on each other', () => {
    const circle = { A: { DependsOn: 'B' }, B: { DependsOn: 'C' }, C: { DependsOn: 'B' } };
    expect(() => orderOf(circle)).toThrow('B → C → B');
    expect(() => orderOf({ A: { Properties: { a: { Ref: 'A' } } } })).toThrow('A → A');
  });

  it('refuses a reference to what is not there', () => {
    expect(() => orderOf({ A: { DependsOn: 'Nobody' } })).toThrow('T::A A refers to Nobody');
  });
});
