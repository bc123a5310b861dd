// Held for every answer; the request's own script has put what the spec says of it into `expected`.
const expected = JSON.parse(pm.variables.get('expected'));
const answer = pm.response;
const type = (answer.headers.get('Content-Type') || '').split(';')[0];
pm.test(`status ${expected.status}`, () => pm.expect(answer.code).to.equal(expected.status));
pm.test('request id', () => pm.expect(answer.headers.get('X-Request-Id') || '').to.match(/./));
pm.test('time budget', () => pm.expect(answer.responseTime).to.be.below(Number(pm.environment.get('budget_ms'))));
pm.test('no secret comes back', () => {
  // New tokens are kept below, after this: those that are known here were given out before.
  const secrets = ['password', 'access_token', 'refresh_token', 'bob_token', 'eve_token'].map((name) => pm.collectionVariables.get(name));
  pm.expect(secrets.filter((secret) => secret && answer.text().includes(secret)).length).to.equal(0);
});
if (expected.types.length) pm.test('content type', () => pm.expect(expected.types).to.include(type));
if (expected.schema) {
  pm.test('body keeps the schema', () => {
    const Ajv = require('ajv');
    const check = new Ajv({ allErrors: true, unknownFormats: 'ignore' });
    const valid = check.validate(expected.schema, answer.json());
    pm.expect(valid, check.errorsText()).to.equal(true);
  });
}
if (type === 'application/problem+json') {
  const problem = answer.json();
  if (expected.code) pm.test(`code ${expected.code}`, () => pm.expect(problem.code).to.equal(expected.code));
  pm.sendRequest(pm.environment.get('base_url') + problem.type, (error, page) => {
    pm.test('the page of the problem is served', () => {
      pm.expect(error).to.equal(null);
      pm.expect(page.code).to.equal(200);
    });
  });
}
if (answer.code === expected.status) {
  for (const [name, path] of Object.entries(expected.save)) {
    pm.collectionVariables.set(name, path.split('.').reduce((value, key) => value[key], answer.json()));
  }
  if (expected.save.access_token) pm.collectionVariables.set('expires_at', Date.now() + answer.json().expires_in * 1000);
}
