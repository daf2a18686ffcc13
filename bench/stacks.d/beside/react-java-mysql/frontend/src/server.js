// Hands what it is asked on to the backend, as a development server does with its API.
const http = require('http');

http
  .createServer((request, response) => {
    const onward = http.request(
      { host: 'backend', port: 8080, path: request.url, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', (problem) => response.writeHead(502).end(`${problem.message}\n`));
    request.pipe(onward);
  })
  .listen(3000, () => console.log('Compiled successfully! http://localhost:3000'));
