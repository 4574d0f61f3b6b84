;;; emacs.el - Does Emacs show and repair a finding? -*- lexical-binding: t -*-
;; Part of Stowaway. Apache-2.0 WITH LLVM-exception.
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Runs in batch mode under in_editor.py: takes the settings of the guide, and
;; then does with eglot and flymake what a user does.

(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(defvar test-deadline (string-to-number (getenv "STOWAWAY_DEADLINE")))
(defvar test-published '(-1 . 0)
  "The newest diagnostics of the server: their version and how many.")

(defun test-say (format &rest arguments)
  (princ (concat "emacs: " (apply #'format format arguments) "\n")))

(dolist (block (directory-files (getenv "STOWAWAY_SETTINGS") t "^block"))
  (load block nil t t))

;;; What is seen

(cl-defmethod eglot-handle-notification :after
  (_server (_method (eql textDocument/publishDiagnostics))
           &key diagnostics version &allow-other-keys)
  (setq test-published (cons (or version 0) (length diagnostics))))

(defun test-wait (what happened)
  "Wait until HAPPENED returns non-nil, and do what Emacs does between commands."
  (let ((end (+ (float-time) test-deadline)) result)
    (while (not (setq result (funcall happened)))
      (when (> (float-time) end)
        (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02)
      (run-hooks 'post-command-hook))
    (test-say "%s" what)
    result))

(defun test-expect (what is expected)
  (unless (equal is expected)
    (error "%s\n  is:       %S\n  expected: %S" what is expected)))

(defun test-line-of (text)
  "The line that holds TEXT, which is there once."
  (save-excursion
    (goto-char (point-min))
    (search-forward text)
    (let ((line (line-number-at-pos)))
      (test-expect (concat "more lines with " text)
                   (search-forward text nil t) nil)
      line)))

(defun test-show-state ()
  (test-say "Emacs %s" emacs-version)
  (test-say "mode: %s" major-mode)
  (test-say "server: %S" (and (eglot-current-server)
                              (jsonrpc-name (eglot-current-server))))
  (test-say "published: %S" test-published)
  (test-say "diagnostics: %S"
            (mapcar (lambda (diagnostic)
                      (list (line-number-at-pos
                             (flymake-diagnostic-beg diagnostic))
                            (flymake-diagnostic-text diagnostic)))
                    (flymake-diagnostics)))
  (test-say "buffer:\n%s" (buffer-string))
  (dolist (buffer (buffer-list))
    (when (string-match-p "EGLOT\\|Messages" (buffer-name buffer))
      (test-say "%s:\n%s" buffer
                (with-current-buffer buffer (buffer-string))))))

;;; What a user does

(defun test-warnings ()
  (cl-remove 'eglot-note (flymake-diagnostics)
             :key #'flymake-diagnostic-type))

(defun test-finding ()
  "Wait for the finding, check it and its notes, and go there."
  (let* ((found (test-wait "a finding" #'test-warnings))
         (finding (car found))
         (text (flymake-diagnostic-text finding))
         (notes (cl-set-difference (flymake-diagnostics) found)))
    (test-expect "number of warnings" (length found) 1)
    (test-expect "lines of notes"
                 (sort (mapcar (lambda (note)
                                 (line-number-at-pos
                                  (flymake-diagnostic-beg note)))
                               notes)
                       #'<)
                 (list (test-line-of "processes_.emplace_back(")
                       (test-line-of "process.start();")
                       (test-line-of "void worker()")
                       (test-line-of "archive(processes_, event_);")))
    (goto-char (flymake-diagnostic-beg finding))
    (test-expect "line" (line-number-at-pos) (test-line-of "process.start();"))
    (test-expect "place"
                 (buffer-substring (point) (flymake-diagnostic-end finding))
                 "process.start()")
    (test-expect "type" (flymake-diagnostic-type finding) 'eglot-warning)
    (dolist (part '("stowaway-started-process"
                    "'process.start()' carries 'Application::processes_[...]'"))
      (unless (string-match-p (regexp-quote part) text)
        (error "%S is not in the message: %s" part text)))))

(defun test-path ()
  "The path lists each step; `next-error' visits it."
  (let ((source (current-buffer)) visited)
    (stowaway-path)
    (condition-case nil
        (while t
          ;; The header is of another project, which needs no server here.
          (cl-letf (((symbol-function 'eglot-ensure) #'ignore))
            (next-error))
          (set-buffer (window-buffer)) ; as Emacs does behind a command
          (push (list (file-name-nondirectory (buffer-file-name))
                      (if (eq (current-buffer) source) (line-number-at-pos))
                      (buffer-substring (point) (line-end-position)))
                visited))
      (user-error nil)) ; behind the last
    (switch-to-buffer source)
    (test-expect
     "path" (nreverse visited)
     `(("application.cpp" ,(test-line-of "processes_.emplace_back(")
        "processes_.emplace_back(&Application::worker, this);")
       ("application.cpp" ,(test-line-of "archive(processes_, event_);")
        "processes_, event_);")
       ("application.cpp" ,(test-line-of "process.start();")
        "process.start();")
       ("process.h" nil "Process {")
       ("application.cpp" ,(test-line-of "void worker()")
        "worker() { event_.wait(); }")))
    (test-say "the path")))

(defun test-is-remedy (title)
  "clangd has refactorings to offer as well."
  (string-prefix-p "leave 'processes_' out of 'serialize'" title))

(defun test-remedy ()
  (let ((before (car test-published)) offered)
    (goto-char (point-min))
    (search-forward "process.start();")
    (goto-char (match-beginning 0))
    (let ((completing-read-function
           (lambda (_prompt choices &rest _)
             (setq offered (cl-remove-if-not #'test-is-remedy
                                             (mapcar #'car choices)))
             (car offered)))
          (last-nonmenu-event ?a)) ; asked for with a key, not the mouse
      (call-interactively #'eglot-code-actions))
    ;; Once for the finding and once for its note in the same place.
    (test-expect "number of remedies"
                 (length (cl-delete-duplicates offered :test #'equal)) 1)
    (test-expect "member left out"
                 (integerp (test-line-of "    archive(event_);")) t)
    (test-say "the edit")
    (save-buffer)
    (test-wait "diagnostics of the repaired text"
               (lambda () (> (car test-published) before)))
    (test-wait "an end of the finding"
               (lambda () (null (flymake-diagnostics))))
    (test-expect "published" (cdr test-published) 0)))

(defun test-undo ()
  (undo-boundary)
  (undo)
  (test-line-of "archive(processes_, event_);")
  (save-buffer)
  (test-finding))

(defun test-stop ()
  (let* ((server (eglot-current-server))
         (process (jsonrpc--process server)))
    ;; Emacs 28 asks for the end, waits for the answer, and kills.
    (eglot-shutdown server nil test-deadline)
    (test-wait "end of the server"
               (lambda () (not (process-live-p process))))))

(find-file (car command-line-args-left))
(setq command-line-args-left nil)
(condition-case problem
    (progn
      (test-finding)
      (test-path)
      (test-remedy)
      (test-undo)
      (test-stop))
  (error
   (test-say "error: %s" (error-message-string problem))
   (test-show-state)
   (kill-emacs 1)))
