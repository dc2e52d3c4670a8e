using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Security.Limits;

/// <summary>Asks the meters of a caller whether he may go on. Whoever judges subjects for him takes them here first: one a check, many a job.</summary>
internal sealed class QuotaDoor(MeterBook book, TimeProvider time)
{
    private const long SecondsADay = 86_400;

    /// <summary>Takes subjects of today, all or none; null when he may, else the refusal to answer with.</summary>
    public Limited? TryTake(Caller caller, long subjects)
    {
        if (caller.Meter.IsFree || subjects <= 0) return null;
        var day = book.Today;
        if (!caller.Meter.TrySubjects(day, subjects)) return Spent(caller.Meter, day, "of this key or address");
        if (caller.Meter.Above is not { } above || above.TrySubjects(day, subjects)) return null;
        caller.Meter.GiveBack(day, subjects);
        return Spent(above, day, "of this tenant");
    }

    /// <summary>Takes one request; null when he may. Tells him how many are left where they are bounded.</summary>
    internal Limited? TryRequest(HttpContext context, Caller caller)
    {
        var meter = caller.Meter;
        if (meter.IsFree) return null;
        if (!meter.TryRequest(time, out var wait))
            return new Limited("Too many requests at once. Ask again after the seconds that Retry-After names.", Seconds(wait), (long)meter.Limits.Burst, 0);
        if (meter.Limits.RequestsASecond > 0) Tell(context.Response.Headers, meter);
        return null;
    }

    private void Tell(IHeaderDictionary headers, Meter meter)
    {
        var left = meter.RequestsLeft(time);
        headers["X-RateLimit-Limit"] = Text((long)meter.Limits.Burst);
        headers["X-RateLimit-Remaining"] = Text(left);
        headers["X-RateLimit-Reset"] = Text(Seconds((meter.Limits.Burst - left) / meter.Limits.RequestsASecond));
    }

    private Limited Spent(Meter meter, long day, string whose)
    {
        var reset = ((day + 1) * SecondsADay) - time.GetUtcNow().ToUnixTimeSeconds();
        return new($"The {meter.Limits.SubjectsADay} subjects a day {whose} are spent, or fewer are left than this asks for. A new day begins at midnight UTC; an admin can raise the quota.",
            reset, meter.Limits.SubjectsADay, meter.SubjectsLeft(day));
    }

    private static long Seconds(double wait) => Math.Max(1, (long)Math.Ceiling(wait));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A refusal because a limit is reached: 429 with its headers.</summary>
/// <param name="Detail">Which limit, and the way out.</param>
/// <param name="Seconds">When it is worth asking again.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Left">What is left of it.</param>
internal sealed record Limited(string Detail, long Seconds, long Limit, long Left)
{
    /// <summary>Answers with it. The response must not have started.</summary>
    public Task WriteAsync(HttpContext context)
    {
        Tell(context.Response.Headers);
        return new Problem(StatusCodes.Status429TooManyRequests, Detail).WriteAsync(context);
    }

    /// <summary>Puts it into the headers of an answer.</summary>
    public void Tell(IHeaderDictionary headers)
    {
        headers.RetryAfter = headers["X-RateLimit-Reset"] = Seconds.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Limit"] = Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Left.ToString(CultureInfo.InvariantCulture);
    }
}
