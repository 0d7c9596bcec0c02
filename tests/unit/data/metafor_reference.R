# Reference values for tests/unit/test_meta.py, printed by R's metafor. To make them again, in this folder:
#
#     Rscript metafor_reference.R
#
# Reads metafor_input.csv (the sets of the course that may be pooled, and made-up ones of two to six effects, so that
# the methods differ) and writes metafor_reference.csv. The one call behind every row is rma() below. Its Paule-Mandel
# default stops at 1e-5; `tol` makes it exact enough to compare to 1e-6. The prediction interval is that of Higgins,
# Thompson and Spiegelhalter, with t of k - 2 degrees of freedom; this version of metafor has another, so it is worked
# out here from metafor's estimate, standard error and tau2. The committed values come from metafor 3.8-1 on R 4.2.2
# (Debian 12).
library(metafor)

input <- read.csv("metafor_input.csv")
rows <- list()
for (set in unique(input$set)) {
  one <- input[input$set == set, ]
  for (method in c("PM", "DL", "FE")) {
    for (test in if (method == "FE") "z" else c("z", "knha")) {
      control <- if (method == "PM") list(tol = 1e-14, maxiter = 1000) else list()
      fit <- rma(yi = estimate, sei = se, data = one, method = method, test = test, control = control)
      has_prediction <- fit$k > 2 && method != "FE"
      reach <- if (has_prediction) qt(0.975, fit$k - 2) * sqrt(fit$tau2 + fit$se^2) else NA
      rows[[length(rows) + 1]] <- data.frame(
        set = set, method = method, test = test, k = fit$k,
        estimate = fit$beta[[1]], se = fit$se, ci_low = fit$ci.lb, ci_high = fit$ci.ub,
        tau2 = fit$tau2, i2 = fit$I2, q = fit$QE, q_p = fit$QEp,
        pi_low = fit$beta[[1]] - reach, pi_high = fit$beta[[1]] + reach,
        first_weight = weights(fit)[[1]] / 100
      )
    }
  }
}
output <- do.call(rbind, rows)
numbers <- sapply(output, is.numeric)
output[numbers] <- lapply(output[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.12g", x)))
write.csv(output, "metafor_reference.csv", row.names = FALSE, quote = FALSE, na = "")
