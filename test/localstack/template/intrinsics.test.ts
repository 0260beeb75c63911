import { describe, expect, it } from 'vitest';
import { checkFunctions, resolve } from '../../../localstack/template/intrinsics.ts';
import { scopeOf } from './scope.ts';

const sections = {
  Parameters: {
    Size: { Type: 'Number', Default: 3 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Open: { Type: 'String' },
    Bootstrap: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
  },
  Mappings: { Sizes: { small: { mb: 128 } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': [{ Ref: 'Size' }, '3'] }] },
    Self: { 'Fn::Not': [{ Condition: 'Self' }] },
  },
};
const scope = scopeOf(sections);

describe('resolve', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a resource', { Ref: 'Bucket' }, 'my-bucket'],
    ['Ref of a parameter, as text', { Ref: 'Size' }, '3'],
    ['Ref of a list parameter', { Ref: 'Zones' }, ['a', 'b']],
    ['pseudo parameters', [{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::StackName' }], ['123456789012', 'Stack']],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::my-bucket'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Bucket.Nested.Part' }, 'deep'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Size' }, 7]] }, 'a-3-7'],
    ['Fn::Join of a list that a function makes', { 'Fn::Join': ['/', { Ref: 'Zones' }] }, 'a/b'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Bucket}/${Bucket.Arn}/${AWS::Region}' },
      'my-bucket/arn:aws:s3:::my-bucket/eu-west-1',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${Name}${Size}', { Name: { Ref: 'Bucket' } }] }, 'my-bucket3'],
    ['Fn::Sub of what is escaped', { 'Fn::Sub': 'echo ${!HOME} $HOME' }, 'echo ${HOME} $HOME'],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'https://host'] }] }, ''],
    ['Fn::Split', { 'Fn::Split': [',', 'a,,b'] }, ['a', '', 'b']],
    ['Fn::Base64', { 'Fn::Base64': { 'Fn::Sub': 'é${Size}' } }, 'w6kz'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'mb'] }, 128],
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['Fn::If', [{ 'Fn::If': ['Yes', 1, 2] }, { 'Fn::If': ['No', 1, 2] }], [1, 2]],
    ['the branch not taken, unseen', { 'Fn::If': ['Yes', 1, { Ref: 'Nobody' }] }, 1],
    ['Fn::And', { 'Fn::If': ['Both', 1, 2] }, 2],
    ['Fn::Or', { 'Fn::If': ['Either', 1, 2] }, 1],
    ['AWS::NoValue in an object', { a: 1, b: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] } }, { a: 1 }],
    ['AWS::NoValue in a list', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
    [
      'plain data',
      { Condition: { Bool: { x: 'false' } }, n: null },
      { Condition: { Bool: { x: 'false' } }, n: null },
    ],
  ])('gives %s', (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ['a function that nobody knows', { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }, /Fn::Cidr .* does not know/],
    ['a name of Object’s own', { 'Fn::toString': [] }, /Fn::toString/],
    ['a resource that is not there', { Ref: 'Nobody' }, /Nobody is not in the template/],
    [
      'an attribute that is not there',
      { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] },
      /AWS::S3::Bucket Bucket .* WebsiteURL/,
    ],
    ['a parameter without a default', { Ref: 'Open' }, /Open has no default/],
    ['a parameter of Systems Manager', { Ref: 'Bootstrap' }, /Bootstrap .* Systems Manager/],
    ['a condition that depends on itself', { 'Fn::If': ['Self', 1, 2] }, /Self depends on itself/],
    ['an unknown condition', { 'Fn::If': ['Maybe', 1, 2] }, /Maybe is not in the template/],
    ['a mapping without the key', { 'Fn::FindInMap': ['Sizes', 'large', 'mb'] }, /Sizes .* large.mb/],
    ['an index past the end', { 'Fn::Select': [2, ['a', 'b']] }, /Fn::Select/],
    ['a join of objects', { 'Fn::Join': ['', [{ a: 1 }]] }, /Fn::Join cannot take/],
    ['a join of one argument', { 'Fn::Join': [''] }, /Fn::Join cannot take/],
    ['a substitution that gives a list', { 'Fn::Sub': '${Zones}' }, /\$\{Zones\} of Fn::Sub/],
  ])('refuses %s', (_name, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});

describe('checkFunctions', () => {
  it('finds an unknown function wherever it is, also in a branch not taken', () => {
    const value = { A: [{ 'Fn::If': ['No', { 'Fn::ImportValue': 'x' }, 1] }] };
    expect(() => checkFunctions(value, 'AWS::S3::Bucket Site')).toThrow(
      'AWS::S3::Bucket Site uses Fn::ImportValue',
    );
    expect(() => checkFunctions({ A: [{ 'Fn::If': ['No', { Ref: 'x' }, 1] }] }, 'it')).not.toThrow();
  });
});
