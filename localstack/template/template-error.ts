/** A template that the local cloud cannot run; the message is one line that names the resource at fault. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
