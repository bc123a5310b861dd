// Names and a password of this run; a fresh access token when the one at hand has less than a minute to live.
const vars = pm.collectionVariables;
if (!vars.get('run')) {
  vars.set('run', Date.now().toString(36) + Math.floor(Math.random() * 1e6).toString(36));
  vars.set('password', `long ${Math.random().toString(36).slice(2)} enough`);
}
const expires = Number(vars.get('expires_at') || 0);
if (expires && expires - Date.now() < 60000) {
  pm.sendRequest({
    url: pm.environment.get('base_url') + '/api/v1/auth/refresh',
    method: 'POST',
    header: { 'Content-Type': 'application/json' },
    body: { mode: 'raw', raw: JSON.stringify({ refresh_token: vars.get('refresh_token') }) },
  }, (error, answer) => {
    if (error || answer.code !== 200) return;
    const tokens = answer.json();
    vars.set('access_token', tokens.access_token);
    vars.set('refresh_token', tokens.refresh_token);
    vars.set('expires_at', Date.now() + tokens.expires_in * 1000);
  });
}
pm.variables.set('large', 'x'.repeat(300 * 1024));
