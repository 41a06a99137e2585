// Runs in the browser, on the page of the demo: one click signs in and leads to the messages.

for (const button of document.querySelectorAll('button[data-handle]')) {
  button.addEventListener('click', () => void enter(button.dataset.handle));
}

async function enter(handle) {
  const problem = document.querySelector('#problem');
  problem.textContent = '';
  try {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/demo/sign-in', { method: 'POST', headers, body: JSON.stringify({ handle }) });
    if (!answer.ok) throw new Error(String(answer.status));
    location.assign('/');
  } catch {
    problem.textContent = 'That did not work. Is the server still running?';
  }
}
