import { describe, expect, it } from 'vitest';
import type { Template } from '../../../localstack/stack/template/cloud-assembly.ts';
import { creationOrder } from '../../../localstack/stack/template/creation-order.ts';
import { resolve } from '../../../localstack/stack/template/intrinsics.ts';

const empty: Template = { Resources: {}, Outputs: {}, Conditions: {}, Mappings: {}, Parameters: {} };

function resolved(value: unknown, template: Partial<Template> = {}): unknown {
  return resolve(value, {
    template: { ...empty, ...template },
    pseudoParameters: { 'AWS::Region': 'us-east-1', 'AWS::Partition': 'aws' },
    resources: new Map([
      ['Queue', { ref: 'queue-1', attributes: { Arn: 'arn:queue-1', 'Endpoint.Port': '3306' } }],
    ]),
  });
}

describe('an intrinsic function', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a resource', { Ref: 'Queue' }, 'queue-1'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['GetAtt', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue-1'],
    ['GetAtt of a nested attribute', { 'Fn::GetAtt': 'Queue.Endpoint.Port' }, '3306'],
    ['Join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 's3']] }, 'arn:aws:s3'],
    ['Select of Split', { 'Fn::Select': [2, { 'Fn::Split': ['/', 'https://host/x'] }] }, 'host'],
    [
      'Sub',
      { 'Fn::Sub': '${AWS::Region}-${Queue}-${Queue.Arn}-${!kept}' },
      'us-east-1-queue-1-arn:queue-1-${kept}',
    ],
    [
      'Sub with variables',
      { 'Fn::Sub': ['${a}/${Queue}', { a: { Ref: 'AWS::Region' } }] },
      'us-east-1/queue-1',
    ],
    ['GetAZs', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'us-east-1b'],
    ['Base64', { 'Fn::Base64': 'abc' }, 'YWJj'],
  ])('is resolved: %s', (_name, value, expected) => {
    expect(resolved({ deep: [value] })).toEqual({ deep: [expected] });
  });

  it('decides by conditions, and leaves out what has no value', () => {
    const Conditions = {
      IsEast: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
      IsNot: { 'Fn::Not': [{ Condition: 'IsEast' }] },
    };
    expect(
      resolved(
        { a: { 'Fn::If': ['IsEast', 1, 2] }, b: { 'Fn::If': ['IsNot', 1, { Ref: 'AWS::NoValue' }] } },
        { Conditions },
      ),
    ).toEqual({ a: 1 });
  });

  it('looks into mappings and parameters', () => {
    const template = {
      Mappings: { Sizes: { small: { mb: 128 } } },
      Parameters: { Stage: { Default: 'prod' } },
    };
    expect(resolved([{ 'Fn::FindInMap': ['Sizes', 'small', 'mb'] }, { Ref: 'Stage' }], template)).toEqual([
      128,
      'prod',
    ]);
  });

  it.each([
    [{ 'Fn::Transform': {} }, /Fn::Transform is not known/],
    [{ Ref: 'Nobody' }, /Nobody/],
    [{ 'Fn::GetAtt': ['Queue', 'Color'] }, /Queue.Color/],
    [{ 'Fn::Select': [5, ['a']] }, /nothing at 5/],
  ])('that cannot be had stops with its name: %j', (value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});

describe('the order of creation', () => {
  const resource = (Properties: Record<string, unknown>, DependsOn: string[] = []) => ({
    Type: 'T',
    Properties,
    DependsOn,
  });

  it('puts every resource behind those it refers to, however it does', () => {
    const Resources = {
      A: resource({ x: { 'Fn::Sub': 'z-${B.Arn}' } }),
      B: resource({ x: { Ref: 'C' } }),
      C: resource({ x: { 'Fn::GetAtt': ['D', 'Arn'] } }, ['E']),
      D: resource({}),
      E: resource({}),
    };
    const order = creationOrder({ ...empty, Resources });
    for (const [before, after] of [
      ['B', 'A'],
      ['C', 'B'],
      ['D', 'C'],
      ['E', 'C'],
    ] as const) {
      expect(order.indexOf(before)).toBeLessThan(order.indexOf(after));
    }
  });

  it('names a circle', () => {
    const Resources = { A: resource({ x: { Ref: 'B' } }), B: resource({ x: { Ref: 'A' } }) };
    expect(() => creationOrder({ ...empty, Resources })).toThrow('A → B → A');
  });
});
