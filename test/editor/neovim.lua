--===- neovim.lua - Does Neovim show and repair a finding? ---------------===--
-- Part of Stowaway. Apache-2.0 WITH LLVM-exception.
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
--
-- Neovim's init file under in_editor.py: it takes the settings of the guide
-- that are for this version, and then does what a user does.

local deadline = 1000 * tonumber(vim.env.STOWAWAY_DEADLINE)
local check = 'stowaway-started-process'

local function say(...)
  io.stdout:write('neovim: ', string.format(...), '\n')
  io.stdout:flush()
end

--===- The settings of the guide ------------------------------------------===--

-- A block's first line may say "-- Neovim 0.7", "-- Neovim 0.8 to 0.10" or
-- "-- Neovim 0.11 and later".
local function is_for_this_version(block)
  local first = block:match('^%-%- Neovim ([^\n]*)')
  if not first then
    return true
  end
  local from = tonumber(first:match('^0%.(%d+)'))
  local to = tonumber(first:match('to 0%.(%d+)'))
  local minor = vim.version().minor
  if first:find('and later') then
    return minor >= from
  end
  return minor >= from and minor <= (to or from)
end

local used = 0
for _, path in ipairs(vim.fn.glob(vim.env.STOWAWAY_SETTINGS .. '/*', true, true)) do
  local block = table.concat(vim.fn.readfile(path), '\n')
  if is_for_this_version(block) then
    dofile(path)
    used = used + 1
  else
    assert(loadfile(path))
  end
end

--===- What is seen -------------------------------------------------------===--

-- The newest diagnostics of the server: their version and how many they are.
local published = { version = -1, count = 0 }
local handle = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, result, ...)
  handle(err, result, ...)
  published = { version = result.version or 0, count = #result.diagnostics }
end

local function findings()
  return vim.tbl_filter(function(diagnostic)
    local lsp = diagnostic.user_data and diagnostic.user_data.lsp or {}
    return (diagnostic.code or lsp.code) == check
  end, vim.diagnostic.get(0))
end

local function clients()
  return vim.tbl_values((vim.lsp.get_clients or vim.lsp.get_active_clients)())
end

local function show_state()
  say('version: %s, blocks used: %d', vim.inspect(vim.version()), used)
  say('file type: %s', vim.bo.filetype)
  say('clients: %s', vim.inspect(vim.tbl_map(function(client)
    return { client.id, client.name, client.config.root_dir }
  end, clients())))
  say('published: %s', vim.inspect(published))
  say('diagnostics: %s', vim.inspect(vim.diagnostic.get(0)))
  say('buffer:\n%s', table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'))
  say('messages:\n%s', vim.api.nvim_exec('messages', true))
end

local function wait_for(what, happened)
  if not vim.wait(deadline, happened, 10) then
    error('waited in vain for ' .. what)
  end
  say('%s', what)
end

local function expect(what, actual, expected)
  if not vim.deep_equal(actual, expected) then
    error(('%s\n  is:       %s\n  expected: %s'):format(
      what, vim.inspect(actual), vim.inspect(expected)))
  end
end

-- The line that holds this text once, counted from 0.
local function line_of(text)
  local found = {}
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(text, 1, true) then
      table.insert(found, number - 1)
    end
  end
  expect('lines with ' .. text, #found, 1)
  return found[1]
end

--===- What a user does ---------------------------------------------------===--

local function sees_the_finding()
  wait_for('a finding', function() return #findings() > 0 end)
  expect('number of diagnostics', #vim.diagnostic.get(0), 1)
  local found = findings()[1]
  local launch = line_of('process.start();')
  expect('place', { found.lnum, found.col, found.end_lnum, found.end_col },
    { launch, 6, launch, 21 })
  expect('severity', found.severity, vim.diagnostic.severity.WARN)
  expect('message', found.message:match('^[^,]*'),
    "'process.start()' carries 'Application::processes_[...]'")
end

local function sees_the_path()
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  if vim.diagnostic.jump then
    vim.diagnostic.jump({ count = 1 })
  else
    vim.diagnostic.goto_next()
  end
  expect('cursor', vim.api.nvim_win_get_cursor(0),
    { line_of('process.start();') + 1, 6 })
  vim.cmd('StowawayPath')
  local seen = vim.tbl_map(function(item)
    local file = vim.fn.fnamemodify(vim.fn.bufname(item.bufnr), ':t')
    return { file, item.lnum, item.text:match("^[^']*'[^']*'") }
  end, vim.fn.getloclist(0))
  vim.cmd('lclose')
  -- Where it is in the header is the header's business.
  for _, each in ipairs(seen) do
    if each[1] == 'process.h' then
      each[2] = 0
    end
  end
  expect('path', seen, {
    { 'application.cpp', line_of('processes_.emplace_back(') + 1,
      "Target 'Application::worker'" },
    { 'application.cpp', line_of('archive(processes_, event_);') + 1,
      "'Application'" },
    { 'application.cpp', line_of('process.start();') + 1,
      "An element of 'Application::processes_'" },
    { 'process.h', 0, "'stowaway::Process'" },
    { 'application.cpp', line_of('void worker()') + 1,
      "Make 'Application::worker'" },
  })
  say('the path')
end

local function applies_the_remedy()
  local before = published.version
  local title
  vim.ui.select = function(items, options, choose)
    expect('number of actions', #items, 1)
    title = options.format_item(items[1])
    choose(items[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { line_of('process.start();') + 1, 6 })
  vim.lsp.buf.code_action()
  wait_for('a code action', function() return title end)
  -- Newer ones add whose action it is.
  expect('title', title:match("^leave 'processes_' out of 'serialize'") ~= nil, true)
  wait_for('the edit', function()
    return vim.fn.search([[^    archive(event_);$]], 'nw') ~= 0
  end)
  wait_for('diagnostics of the repaired text', function()
    return published.version > before
  end)
  expect('diagnostics', vim.diagnostic.get(0), {})
end

local function undoes_it()
  vim.cmd('silent undo')
  line_of('archive(processes_, event_);')
  sees_the_finding()
end

local function stops_the_server()
  for _, client in ipairs(clients()) do
    vim.lsp.stop_client(client.id)
  end
  wait_for('end of the server', function() return #clients() == 0 end)
end

vim.api.nvim_create_autocmd('VimEnter', {
  callback = function()
    local passed, problem = xpcall(function()
      sees_the_finding()
      sees_the_path()
      applies_the_remedy()
      undoes_it()
      stops_the_server()
    end, debug.traceback)
    if passed then
      vim.cmd('qall!')
    end
    say('error: %s', problem)
    show_state()
    vim.cmd('cquit 1')
  end,
})
