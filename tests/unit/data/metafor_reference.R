# Pools sets of effects with R's metafor and writes metafor_reference.csv. In the folder of this script:
#
#     Rscript metafor_reference.R
#
# In the data package the sets are every pool of effects.csv, as the course forms them: `pool` names a set, `pool_sign` -1
# turns a scale, `guess_adjusted` names the twin in which each person's own guess is counted in. Sets that the course does
# not put together are named with the reason. In the course's tests the sets are those of metafor_input.csv, where some are
# made up, of two to six effects, so that the methods differ.
#
# The one call behind every row is rma() below. Its Paule-Mandel default stops at 1e-5; `tol` makes it exact enough to
# compare to 1e-6. The prediction interval is that of Higgins, Thompson and Spiegelhalter, with t of k - 2 degrees of
# freedom; this version of metafor has another, so it is worked out here from metafor's estimate, standard error and tau2.
# The committed values come from metafor 3.8-1 on R 4.2.2 (Debian 12).
library(metafor)

# What effects must share before the course puts them together, as well as each coming from a sample of its own.
shared <- c("contrast", "better", "scale", "timepoint", "construct")

published_sets <- function(effects) {
  standardised <- effects$metric %in% c("SMD", "g")
  effects$scale <- ifelse(standardised, "SMD", paste(effects$metric, effects$measure_en))
  effects$sample <- ifelse(is.na(effects$sample), effects$study, effects$sample)
  sets <- list()
  for (domain in unique(na.omit(effects$pool))) {
    chosen <- effects[effects$pool %in% domain, ]
    with_twin <- chosen[!is.na(chosen$guess_adjusted), ]
    twins <- effects[match(with_twin$guess_adjusted, effects$id), ]
    sets[[domain]] <- turned(chosen, chosen$pool_sign)
    if (nrow(twins) > 0) sets[[paste0(domain, "/guess-adjusted")]] <- turned(twins, with_twin$pool_sign)
  }
  sets
}

turned <- function(effects, sign) {
  effects$estimate <- effects$estimate * sign
  opposite <- c(higher = "lower", lower = "higher")
  effects$better <- ifelse(sign == -1, opposite[effects$better], effects$better)
  effects
}

why_apart <- function(set) {
  differs <- sapply(shared, function(column) length(unique(set[[column]])) > 1)
  c(if (anyDuplicated(set$sample)) "sample", shared[differs])
}

pooled <- function(name, set, method, test) {
  control <- if (method == "PM") list(tol = 1e-14, maxiter = 1000) else list()
  fit <- rma(yi = estimate, sei = se, data = set, method = method, test = test, control = control)
  has_prediction <- fit$k > 2 && method != "FE"
  reach <- if (has_prediction) qt(0.975, fit$k - 2) * sqrt(fit$tau2 + fit$se^2) else NA
  data.frame(
    set = name, method = method, test = test, k = fit$k,
    estimate = fit$beta[[1]], se = fit$se, ci_low = fit$ci.lb, ci_high = fit$ci.ub,
    tau2 = fit$tau2, i2 = fit$I2, q = fit$QE, q_p = fit$QEp,
    pi_low = fit$beta[[1]] - reach, pi_high = fit$beta[[1]] + reach,
    first_weight = weights(fit)[[1]] / 100
  )
}

if (file.exists("metafor_input.csv")) {
  input <- read.csv("metafor_input.csv")
  sets <- split(input, factor(input$set, unique(input$set)))
} else {
  sets <- published_sets(read.csv("effects.csv", na.strings = "", encoding = "UTF-8"))
}

rows <- list()
for (name in names(sets)) {
  apart <- why_apart(sets[[name]])
  if (length(apart) > 0) {
    message(name, ": not put together, these differ: ", paste(apart, collapse = ", "))
    next
  }
  alone <- nrow(sets[[name]]) == 1
  for (method in if (alone) "FE" else c("PM", "DL", "FE")) {
    for (test in if (method == "FE") "z" else c("z", "knha")) {
      rows[[length(rows) + 1]] <- pooled(name, sets[[name]], method, test)
    }
  }
}
output <- do.call(rbind, rows)
numbers <- sapply(output, is.numeric)
output[numbers] <- lapply(output[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.12g", x)))
write.csv(output, "metafor_reference.csv", row.names = FALSE, quote = FALSE, na = "")
