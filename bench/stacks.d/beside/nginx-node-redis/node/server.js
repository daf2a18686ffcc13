// GET / lists the notes, POST / adds the body as one.
const http = require('http');
const { createClient } = require('redis');

const redis = createClient({ url: 'redis://redis:6379' });
redis.on('error', (problem) => console.error(`redis: ${problem.message}`));
redis.connect();

http
  .createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    if (request.method === 'POST') await redis.rPush('notes', body);
    response.end(`${(await redis.lRange('notes', 0, -1)).join('\n')}\n`);
  })
  .listen(8080, () => console.log('listening on port 8080'));
