import { type Template, templateSchema } from '../../../localstack/template/template.ts';
import { type TemplateScope, templateScope } from '../../../localstack/template/template-scope.ts';

/** A template of the given sections; resources default to none. */
export function templateOf(sections: Readonly<Record<string, unknown>> = {}): Template {
  return templateSchema.parse({ Resources: {}, ...sections });
}

/** Its scope in a stack named Stack, with the bucket `Bucket` made. */
export function scopeOf(sections: Readonly<Record<string, unknown>> = {}): TemplateScope {
  const place = { stackName: 'Stack', region: 'eu-west-1', accountId: '123456789012' };
  const template = templateOf({ Resources: { Bucket: { Type: 'AWS::S3::Bucket' } }, ...sections });
  const scope = templateScope(template, place);
  scope.add('Bucket', {
    ref: 'my-bucket',
    attributes: { Arn: 'arn:aws:s3:::my-bucket', 'Nested.Part': 'deep' },
  });
  return scope;
}
